// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.catalog;

import io.oxbow.TreeOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.flink.runtime.state.RegisteredKeyValueStateBackendMetaInfo;
import org.apache.flink.runtime.state.RegisteredStateMetaInfoBase;

/**
 * The tree of a state: {@code kind.name}, where bytes outside {@code [A-Za-z0-9_-]} are written as
 * {@code %XX} of their UTF-8 form. Flink allows any character in a state's name; names too long to
 * be handy end in a hash instead. The mapping never changes: checkpoints are joined by tree name.
 */
final class TreeNames {
  private static final int MAX_ENCODED = 160;
  private static final byte LIST_DELIMITER = ',';

  private TreeNames() {}

  static String of(RegisteredStateMetaInfoBase metaInfo) {
    return kind(metaInfo) + "." + encode(metaInfo.getName());
  }

  /** List states append; a restored state of a kind not recorded may turn out to be one. */
  static TreeOptions options(RegisteredStateMetaInfoBase metaInfo) {
    if (!(metaInfo instanceof RegisteredKeyValueStateBackendMetaInfo<?, ?> keyValue)) {
      return TreeOptions.plain();
    }
    switch (keyValue.getStateType()) {
      case VALUE:
      case MAP:
      case REDUCING:
      case AGGREGATING:
        return TreeOptions.plain();
      default:
        return TreeOptions.concatenate(LIST_DELIMITER);
    }
  }

  private static String kind(RegisteredStateMetaInfoBase metaInfo) {
    if (metaInfo instanceof RegisteredKeyValueStateBackendMetaInfo<?, ?> keyValue) {
      return keyValue.getStateType().name().toLowerCase(Locale.ROOT);
    }
    return "timer";
  }

  static String encode(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    StringBuilder encoded = new StringBuilder(utf8.length + 16);
    for (byte b : utf8) {
      if (b >= 'a' && b <= 'z'
          || b >= 'A' && b <= 'Z'
          || b >= '0' && b <= '9'
          || b == '_'
          || b == '-') {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    if (encoded.length() <= MAX_ENCODED) {
      return encoded.toString();
    }
    return encoded.substring(0, MAX_ENCODED / 2) + "~" + hash(utf8);
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }
}
