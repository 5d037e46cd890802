// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.flink.snapshot;

import io.oxbow.CheckpointFile;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The files of a checkpoint with length and checksum, written behind Flink's own part of the
 * metadata stream: {@code int magic "OXBF", byte version, int bodyLength, body, int crc32c(body)};
 * body = {@code int count, count x (UTF name, byte kind, long length, int crc32c)}. A stream that
 * ends before it was not written by Oxbow.
 */
public final class FileListing {
  private static final int MAGIC = 0x4F584246;
  private static final int VERSION = 1;
  private static final int MAX_BODY_BYTES = 64 << 20;
  private static final Pattern SAFE_NAME = Pattern.compile("[0-9a-z][0-9a-z.]{0,199}");

  private final List<Entry> entries;

  private FileListing(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** One file, without a place. */
  public record Entry(String name, CheckpointFile.Kind kind, long length, int crc32c) {}

  static FileListing of(List<CheckpointFile> files) {
    return new FileListing(
        files.stream().map(f -> new Entry(f.name(), f.kind(), f.length(), f.crc32c())).toList());
  }

  public List<Entry> entries() {
    return entries;
  }

  /** Name of the one manifest. */
  public String manifest() {
    return entries.stream()
        .filter(e -> e.kind() == CheckpointFile.Kind.MANIFEST)
        .findFirst()
        .orElseThrow()
        .name();
  }

  /** Whether a name can be an Oxbow file at all; one that is not is never resolved to a path. */
  public static boolean isSafeName(String name) {
    return SAFE_NAME.matcher(name).matches();
  }

  void write(DataOutputView out) throws IOException {
    DataOutputSerializer body = new DataOutputSerializer(64 * (entries.size() + 1));
    body.writeInt(entries.size());
    for (Entry entry : entries) {
      body.writeUTF(entry.name());
      body.writeByte(entry.kind().ordinal());
      body.writeLong(entry.length());
      body.writeInt(entry.crc32c());
    }
    out.writeInt(MAGIC);
    out.writeByte(VERSION);
    out.writeInt(body.length());
    out.write(body.getSharedBuffer(), 0, body.length());
    out.writeInt(checksum(body.getSharedBuffer(), body.length()));
  }

  /**
   * Reads a listing, or returns {@code null} if there is none: the checkpoint is someone else's.
   *
   * @throws IOException if it is damaged or of a newer format
   */
  public static FileListing read(DataInputView in) throws IOException {
    try {
      if (in.readInt() != MAGIC) {
        return null;
      }
    } catch (EOFException e) {
      return null;
    }
    try {
      return parse(new DataInputDeserializer(readBody(in)));
    } catch (EOFException e) {
      throw damaged("it ends too early");
    }
  }

  private static byte[] readBody(DataInputView in) throws IOException {
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException(
          "The checkpoint has Oxbow file listing version "
              + version
              + "; this Oxbow reads version "
              + VERSION
              + ". Restore it with the Oxbow that wrote it, or a newer one.");
    }
    int length = in.readInt();
    if (length < Integer.BYTES || length > MAX_BODY_BYTES) {
      throw damaged("its length is " + length);
    }
    byte[] body = new byte[length];
    in.readFully(body);
    if (in.readInt() != checksum(body, length)) {
      throw damaged("its checksum does not match");
    }
    return body;
  }

  private static FileListing parse(DataInputDeserializer body) throws IOException {
    int count = body.readInt();
    List<Entry> entries = new ArrayList<>();
    int manifests = 0;
    for (int i = 0; i < count; i++) {
      String name = body.readUTF();
      int kind = body.readUnsignedByte();
      long length = body.readLong();
      int crc32c = body.readInt();
      if (!isSafeName(name) || kind >= CheckpointFile.Kind.values().length || length < 0) {
        throw damaged("entry " + i + " is not a file of Oxbow");
      }
      CheckpointFile.Kind fileKind = CheckpointFile.Kind.values()[kind];
      manifests += fileKind == CheckpointFile.Kind.MANIFEST ? 1 : 0;
      entries.add(new Entry(name, fileKind, length, crc32c));
    }
    if (manifests != 1) {
      throw damaged("it names " + manifests + " manifests");
    }
    return new FileListing(entries);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static IOException damaged(String what) {
    return new IOException(
        "The file listing of the checkpoint is damaged: " + what + ". Restore an older one.");
  }
}
