// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.state.StateBackendFactory;

/** The class to name in Flink's option {@code state.backend.type}. */
public final class OxbowStateBackendFactory implements StateBackendFactory<OxbowStateBackend> {

  /** For Flink, which loads the factory by name. */
  public OxbowStateBackendFactory() {}

  @Override
  public OxbowStateBackend createFromConfig(ReadableConfig config, ClassLoader classLoader) {
    return new OxbowStateBackend().configure(config, classLoader);
  }
}
