// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink;

import java.io.IOException;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.AbstractManagedMemoryStateBackend;
import org.apache.flink.runtime.state.ConfigurableStateBackend;
import org.apache.flink.runtime.state.DefaultOperatorStateBackendBuilder;
import org.apache.flink.runtime.state.OperatorStateBackend;

/**
 * The Oxbow state backend: keyed state in an embedded store, larger than memory, with incremental
 * checkpoints. Operator state is kept on the heap, as with Flink's other backends. Configured by
 * {@link OxbowOptions}; immutable.
 */
public final class OxbowStateBackend extends AbstractManagedMemoryStateBackend
    implements ConfigurableStateBackend {
  private static final long serialVersionUID = 1L;

  private final OxbowSettings settings;

  /** With default options. */
  public OxbowStateBackend() {
    settings = OxbowSettings.defaults();
  }

  private OxbowStateBackend(OxbowStateBackend original, ReadableConfig config) {
    settings = original.settings.merge(config);
    latencyTrackingConfigBuilder = original.latencyTrackingConfigBuilder.configure(config);
    sizeTrackingConfigBuilder = original.sizeTrackingConfigBuilder.configure(config);
  }

  @Override
  public OxbowStateBackend configure(ReadableConfig config, ClassLoader classLoader) {
    return new OxbowStateBackend(this, config);
  }

  @Override
  public String getName() {
    return "oxbow";
  }

  @Override
  public boolean useManagedMemory() {
    return settings.usesManagedMemory();
  }

  @Override
  public boolean supportsNoClaimRestoreMode() {
    return true;
  }

  @Override
  public boolean supportsSavepointFormat(SavepointFormatType formatType) {
    return true;
  }

  @Override
  public <K> AbstractKeyedStateBackend<K> createKeyedStateBackend(
      KeyedStateBackendParameters<K> parameters) throws IOException {
    Environment env = parameters.getEnv();
    return new OxbowKeyedStateBackendBuilder<>(
            parameters,
            settings,
            latencyTrackingConfigBuilder.setMetricGroup(parameters.getMetricGroup()).build(),
            sizeTrackingConfigBuilder.setMetricGroup(parameters.getMetricGroup()).build(),
            getCompressionDecorator(env.getExecutionConfig()))
        .build();
  }

  @Override
  public OperatorStateBackend createOperatorStateBackend(OperatorStateBackendParameters parameters)
      throws Exception {
    Environment env = parameters.getEnv();
    return new DefaultOperatorStateBackendBuilder(
            env.getUserCodeClassLoader().asClassLoader(),
            env.getExecutionConfig(),
            true,
            parameters.getStateHandles(),
            parameters.getCancelStreamRegistry())
        .build();
  }
}
