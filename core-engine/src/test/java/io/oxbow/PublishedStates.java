// Copyright 2026 The Oxbow authors
// SPDX-License-Identifier: Apache-2.0
package io.oxbow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The checkpoints and commits asked for, and which of them a store may open at: the one that
 * returned last, or the one in flight.
 */
final class PublishedStates {
  /** A state that was, or may have been, published. */
  record State(int number, byte[] metadata, StoreModel content) {}

  private static final class Request {
    private State state;
    private boolean retained;
    private CompletableFuture<Checkpoint> future;
  }

  private final List<Request> open = new ArrayList<>();
  private final List<State> asked = new ArrayList<>();
  private final List<State> abandoned = new ArrayList<>();
  private final List<Checkpoint> retained = new ArrayList<>();
  private State newest = new State(0, null, new StoreModel());
  private long newestId;
  private int numbers;
  private boolean openedOnce;
  private Throwable failure;

  /** The state that was published last; at first an empty store. */
  State newest() {
    return newest;
  }

  Throwable failure() {
    return failure;
  }

  /** Whether a store was opened at a known state. */
  boolean isOpenedOnce() {
    return openedOnce;
  }

  /** Requests whose future is neither complete, nor failed, nor cancelled. */
  long unansweredRequests() {
    return open.stream().filter(request -> !request.future.isDone()).count();
  }

  int openRequests() {
    return open.size();
  }

  /** Metadata for the next request: unlike that of any other. */
  byte[] nextMetadata(int padding) {
    byte[] metadata = new byte[8 + padding];
    Arrays.fill(metadata, (byte) 'm');
    System.arraycopy(StoreModel.bytes(++numbers), 0, metadata, 0, 8);
    return metadata;
  }

  void asked(
      byte[] metadata, StoreModel content, boolean keep, CompletableFuture<Checkpoint> future) {
    Request request = new Request();
    request.state = new State(numbers, metadata, content);
    request.retained = keep;
    request.future = future;
    open.add(request);
    asked.add(request.state);
  }

  /** Abandons one open request; false when there is none. */
  boolean cancel(int which) {
    if (open.isEmpty()) {
      return false;
    }
    Request request = open.get(which % open.size());
    return request.future.cancel(false);
  }

  /** Lets the files of one retained checkpoint go; false when there is none. */
  boolean release(int which) {
    if (retained.isEmpty()) {
      return false;
    }
    Checkpoint checkpoint = retained.remove(which % retained.size());
    checkpoint.release();
    return true;
  }

  /** Checkpoints that returned and were not released. */
  List<Checkpoint> retained() {
    return retained;
  }

  /** Takes note of the requests that are done. */
  void settle() {
    for (Request request : List.copyOf(open)) {
      if (!request.future.isDone()) {
        continue;
      }
      if (request.future.isCancelled()) {
        abandoned.add(request.state);
        open.remove(request);
      } else if (ended(request)) {
        open.remove(request);
      }
    }
  }

  /** False when it failed: what it asked for may be on disk all the same. */
  private boolean ended(Request request) {
    Checkpoint checkpoint;
    try {
      checkpoint = request.future.join();
    } catch (CompletionException e) {
      failure = failure == null ? e.getCause() : failure;
      return false;
    }
    State published = stateOf(checkpoint, request);
    if (request.retained) {
      retained.add(checkpoint);
    }
    if (checkpoint.id() < newestId && published.number > newest.number) {
      throw new AssertionError("checkpoint ids do not grow: " + checkpoint.id());
    }
    if (published.number > newest.number) {
      newest = published;
      newestId = checkpoint.id();
    }
    return true;
  }

  private State stateOf(Checkpoint checkpoint, Request request) {
    if (Arrays.equals(checkpoint.metadata(), request.state.metadata)) {
      return request.state;
    }
    for (State state : asked) {
      boolean later = state.number > request.state.number && !request.retained;
      if (later && Arrays.equals(state.metadata, checkpoint.metadata())) {
        return state; // commits that wait are published as one
      }
    }
    throw new AssertionError("a checkpoint returned with the metadata of an earlier one");
  }

  /** Every request that was not abandoned is answered; one being answered now is waited for. */
  void requireAnswered() {
    for (Request request : open) {
      request
          .future
          .handle((checkpoint, failed) -> 0)
          .completeOnTimeout(1, 10, TimeUnit.SECONDS)
          .thenAccept(late -> requireInTime(late, request))
          .join();
    }
    settle();
  }

  private static void requireInTime(int late, Request request) {
    if (late == 1) {
      throw new AssertionError("request " + request.state.number + " was never answered");
    }
  }

  /** What a store may open at if the machine went down now. */
  List<State> candidates() {
    settle();
    List<State> candidates = new ArrayList<>();
    candidates.add(newest);
    for (int i = 0; i < open.size(); i++) {
      candidates.add(open.get(i).state);
      int from = open.get(i).state.number;
      if (open.get(i).retained) {
        break;
      }
      // a commit may have been taken over by those that waited with it, abandoned ones included
      int to = nextRetained(i);
      asked.stream().filter(s -> s.number > from && s.number < to).forEach(candidates::add);
      break;
    }
    return candidates;
  }

  private int nextRetained(int from) {
    for (int i = from + 1; i < open.size(); i++) {
      if (open.get(i).retained) {
        return open.get(i).state.number;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** What a closed store opens at; an abandoned request may have been too late to stop. */
  List<State> afterClose(boolean exact) {
    List<State> states = new ArrayList<>(List.of(newest));
    abandoned.stream().filter(s -> !exact && s.number > newest.number).forEach(states::add);
    return states;
  }

  /** The store was opened at this state: open requests are gone. */
  void reopenedAt(State state) {
    openedOnce = true;
    numbers = Math.max(numbers, state.number);
    open.clear();
    abandoned.clear();
    retained.clear();
    newest = state;
    newestId = 0;
    failure = null;
  }

  /** A store in a directory of its own, with nothing published. */
  void startedAnew() {
    reopenedAt(new State(numbers, null, new StoreModel()));
  }
}
