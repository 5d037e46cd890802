// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.nio.file.ExtendedOpenOption;
import io.oxbow.StoreException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileStorageIoTest {
  private static final String NAME = FileNames.of(FileKind.SEGMENT, 42);

  @TempDir Path temp;

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private static String read(StorageFile file, long position, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    int count = file.read(position, into);
    assertThat(count).isEqualTo(into.position());
    return new String(into.array(), 0, count, java.nio.charset.StandardCharsets.US_ASCII);
  }

  @Test
  void bytesAreReadWhereTheyWereWritten() throws IOException {
    try (FileStorageIo io = FileStorageIo.open(temp.resolve("a/b"), true)) {
      try (StorageFile file = io.open(NAME, StorageIo.OpenMode.CREATE)) {
        file.write(0, bytes("hello world"));
        file.write(6, bytes("there"));
        file.force();
        assertThat(read(file, 6, 100)).isEqualTo("there");
        assertThat(read(file, 50, 10)).isEmpty();
        file.endWrites();
        assertThat(read(file, 0, 5)).isEqualTo("hello");
      }
      io.forceDirectory();
      assertThat(io.list()).containsOnlyKeys(NAME).containsValue(11L);
      try (StorageFile file = io.open(NAME, StorageIo.OpenMode.WRITE)) {
        assertThat(file.lengthAtOpen()).isEqualTo(11);
        file.write(0, bytes("J"));
        assertThat(read(file, 0, 5)).isEqualTo("Jello");
      }
      try (StorageFile file = io.open(NAME, StorageIo.OpenMode.READ)) {
        file.force(); // an adopted file is forced through the channel that reads
        assertThat(read(file, 0, 5)).isEqualTo("Jello");
      }
      assertThatThrownBy(() -> io.open(NAME, StorageIo.OpenMode.CREATE))
          .isInstanceOf(FileAlreadyExistsException.class);
      io.delete(NAME);
      io.delete(NAME);
      assertThatThrownBy(() -> io.open(NAME, StorageIo.OpenMode.READ))
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void aDirectoryHasOneOwnerInThisProcess() throws IOException {
    FileStorageIo first = FileStorageIo.open(temp, true);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> FileStorageIo.open(temp.resolve("."), true))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use by another store of this process");
    }
    first.close();
    first.close();
    FileStorageIo.open(temp, true).close();
  }

  @Test
  @Timeout(60)
  void aDirectoryHasOneOwnerAmongProcesses() throws Exception {
    Process other = lockInAnotherProcess(temp);
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("locked");
      assertThatThrownBy(() -> FileStorageIo.open(temp, true))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use by another process");
    } finally {
      other.destroyForcibly().waitFor();
    }
    FileStorageIo.open(temp, true).close(); // a killed owner leaves nothing behind
  }

  @Test
  @Timeout(60)
  void aRefusedSecondOpenDoesNotGiveUpTheLock() throws Exception {
    try (FileStorageIo first = FileStorageIo.open(temp, true)) {
      assertThatThrownBy(() -> FileStorageIo.open(temp, true)).isInstanceOf(StoreException.class);
      Process other = lockInAnotherProcess(temp);
      assertThat(other.inputReader().readLine()).contains("in use by another process");
      other.waitFor();
      assertThat(first.list()).isEmpty();
    }
  }

  private static Process lockInAnotherProcess(Path directory) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A process that takes a directory and holds it until it is killed. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws Exception {
      try (FileStorageIo io = FileStorageIo.open(Path.of(args[0]), true)) {
        System.out.println("locked");
        System.in.read();
        io.list();
      } catch (StoreException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void linksDirectoriesAndOddNamesAreNotOpened() throws IOException {
    Path target = Files.writeString(temp.resolve("secret"), "secret");
    Path dir = Files.createDirectory(temp.resolve("store"));
    Files.createSymbolicLink(dir.resolve(NAME), target);
    String folder = FileNames.of(FileKind.MAPPING, 7);
    Files.createDirectory(dir.resolve(folder));
    try (FileStorageIo io = FileStorageIo.open(dir, true);
        FileStorageIo other = FileStorageIo.open(temp.resolve("other"), true)) {
      for (StorageIo.OpenMode mode : StorageIo.OpenMode.values()) {
        assertThatThrownBy(() -> io.open(NAME, mode)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> io.open(folder, mode)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> io.open("../secret", mode))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> io.delete("../secret")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> other.link(dir, NAME)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> other.link(temp, "secret"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(io.list()).containsEntry(NAME, -1L).containsEntry(folder, -1L);
      assertThat(other.list()).isEmpty();
    }
    assertThat(Files.readString(target)).isEqualTo("secret");
  }

  @Test
  void aLinkedFileOutlivesItsSource() throws IOException {
    Path source = temp.resolve("source");
    try (FileStorageIo from = FileStorageIo.open(source, true);
        FileStorageIo to = FileStorageIo.open(temp.resolve("target"), true)) {
      try (StorageFile file = from.open(NAME, StorageIo.OpenMode.CREATE)) {
        file.write(0, bytes("shared"));
      }
      to.link(source, NAME);
      assertThatThrownBy(() -> to.link(source, NAME))
          .isInstanceOf(FileAlreadyExistsException.class);
      from.delete(NAME);
      try (StorageFile file = to.open(NAME, StorageIo.OpenMode.READ)) {
        assertThat(read(file, 0, 100)).isEqualTo("shared");
      }
      assertThatThrownBy(() -> to.link(source, FileNames.of(FileKind.SEGMENT, 43)))
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void readOnlyTakesNoLockAndChangesNothing() throws IOException {
    try (FileStorageIo owner = FileStorageIo.open(temp, true);
        FileStorageIo reader = FileStorageIo.readOnly(temp)) {
      owner.open(NAME, StorageIo.OpenMode.CREATE).close();
      assertThat(reader.list()).containsKey(NAME);
      assertThatThrownBy(() -> reader.delete(NAME)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> reader.open(NAME, StorageIo.OpenMode.WRITE))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> FileStorageIo.readOnly(temp.resolve("absent")))
        .isInstanceOf(NotDirectoryException.class);
    Path file = Files.createFile(temp.resolve("file"));
    assertThatThrownBy(() -> FileStorageIo.open(file, true)).isInstanceOf(IOException.class);
  }

  @Test
  void onlyTheOwnerMayEnterANewDirectory() throws IOException {
    Path fresh = temp.resolve("fresh");
    FileStorageIo.open(fresh, true).close();
    if (File.separatorChar == '/') {
      assertThat(Files.getPosixFilePermissions(fresh)).hasSize(3);
    }
  }

  @Test
  void largeWritesOfAnyShapeAreReadAsTheyWereWritten() throws IOException {
    byte[] content = new byte[(1 << 20) + 5000];
    new Random(1).nextBytes(content);
    ByteBuffer whole = ByteBuffer.allocateDirect(content.length + 8191).alignedSlice(4096);
    whole.put(0, content);
    try (FileStorageIo io = FileStorageIo.open(temp, true);
        StorageFile file = io.open(NAME, StorageIo.OpenMode.CREATE)) {
      int[] ends = {262_144, 524_288, 524_388, 655_460, 786_432, 786_433, content.length};
      int at = 0;
      for (int end : ends) { // whole blocks, a short one, then places that are not a block's
        file.write(at, whole.slice(at, end - at));
        at = end;
        assertThat(readAll(file, at)).isEqualTo(Arrays.copyOf(content, at));
      }
      file.write(0, ByteBuffer.wrap(content, 0, 300_000)); // not direct memory
      file.force();
      file.endWrites();
      assertThat(readAll(file, content.length)).isEqualTo(content);
    }
    assertThat(temp.resolve(NAME)).hasBinaryContent(content);
  }

  private static byte[] readAll(StorageFile file, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length + 1);
    assertThat(file.read(0, into)).isEqualTo(length);
    return Arrays.copyOf(into.array(), length);
  }

  @Test
  void wholeBlocksGoPastThePageCacheWhereTheFileSystemAllowsIt() throws IOException {
    Path path = Files.createFile(temp.resolve("direct"));
    ByteBuffer blocks = ByteBuffer.allocateDirect((128 << 10) + 8191).alignedSlice(4096);
    blocks.limit((128 << 10) + 10);
    DirectWrites direct = new DirectWrites(path);
    int written = direct.write(0, blocks);
    boolean supported = isDirect(path);
    assertThat(direct.hasWritten()).isEqualTo(supported);
    assertThat(written).isEqualTo(supported ? 128 << 10 : 0);
    assertThat(blocks.position()).isEqualTo(written);
    assertThat(blocks.remaining()).isEqualTo((128 << 10) + 10 - written);
    assertThat(direct.write(10, blocks)).isZero();
    direct.close();
  }

  /** Whether a channel as the platform has it writes a block directly. */
  private static boolean isDirect(Path path) {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT)) {
      ByteBuffer block = ByteBuffer.allocateDirect(8191).alignedSlice(4096).limit(4096);
      return channel.write(block, 0) == 4096;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Interrupts hit readers again and again while others read and one thread writes and forces. */
  @Test
  @Timeout(60)
  void anInterruptStormClosesNothingUnderAnybody() throws Exception {
    try (FileStorageIo io = FileStorageIo.open(temp, true);
        StorageFile file = io.open(NAME, StorageIo.OpenMode.CREATE)) {
      file.write(0, ByteBuffer.allocate(1 << 16));
      AtomicBoolean stop = new AtomicBoolean();
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread[] readers = new Thread[3];
      for (int t = 0; t < readers.length; t++) {
        readers[t] = new Thread(() -> readUntil(stop, file, failure));
        readers[t].start();
      }
      for (int i = 0; i < 300; i++) {
        readers[i % 2].interrupt(); // the third is a bystander
        file.write((long) i << 6, ByteBuffer.allocate(64));
        if (i % 50 == 0) {
          file.force();
        }
      }
      stop.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(failure.get()).isNull();
      Thread.currentThread().interrupt();
      assertThat(read(file, 0, 4)).hasSize(4);
      file.write(0, bytes("still"));
      file.force();
      assertThat(Thread.interrupted()).as("interrupt status is kept").isTrue();
    }
  }

  private static void readUntil(
      AtomicBoolean stop, StorageFile file, AtomicReference<Throwable> failure) {
    ByteBuffer into = ByteBuffer.allocateDirect(1 << 15);
    try {
      while (!stop.get()) {
        into.clear();
        if (file.read(100, into) != into.capacity()) {
          throw new IOException("short read");
        }
        Thread.interrupted();
      }
    } catch (IOException | RuntimeException e) {
      failure.set(e);
    }
  }
}
