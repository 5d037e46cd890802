// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The other JVMs of a demo: started, listened to, killed; and the folder all of them work in.
 *
 * <p>May import: the JDK alone. Invariant: nothing outlives {@link
 * io.oxbow.examples.process.Workplace}: no process, no file.
 */
package io.oxbow.examples.process;
