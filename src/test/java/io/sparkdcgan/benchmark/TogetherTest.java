package io.sparkdcgan.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Several contenders at once. */
final class TogetherTest {
  private final CyclicBarrier meeting = new CyclicBarrier(3);
  private final List<Given> made = new CopyOnWriteArrayList<>();

  @Test
  void allWorkAtOnceEachOnTheThreadThatMadeIt() {
    List<Thread> makers = new CopyOnWriteArrayList<>();
    List<Thread> workers = new CopyOnWriteArrayList<>();
    try (Together group =
        new Together(
            "three",
            3,
            () -> {
              makers.add(Thread.currentThread());
              return new Meeting(workers);
            })) {
      // Only if all three are at work at once do they meet.
      assertTrue(group.turn() > 0);
      assertEquals(12, group.images());
      assertEquals("three", group.name());
    }
    assertEquals(3, workers.stream().distinct().count());
    assertTrue(workers.containsAll(makers));
  }

  @Test
  void aLostMemberIsALostGroup() {
    try (Together group = new Together("pair", 2, this::given)) {
      group.turn();
      assertThrows(Contender.Lost.class, group::turn);
    }
    assertTrue(made.stream().allMatch(Given::isClosed));
  }

  @Test
  void aMemberThatDoesNotStartLeavesNoOtherOpen() {
    assertThrows(
        Contender.Lost.class,
        () ->
            new Together(
                "pair",
                2,
                () -> {
                  if (!made.isEmpty()) {
                    throw new Contender.Lost("only one may live");
                  }
                  return given();
                }));
    assertTrue(made.get(0).isClosed());
  }

  private Given given() {
    Given given = new Given("member", 4, 1.0);
    made.add(given);
    return given;
  }

  /** Waits in its turn until all are in theirs. */
  private final class Meeting implements Contender {
    private final List<Thread> workers;

    Meeting(List<Thread> workers) {
      this.workers = workers;
    }

    @Override
    public String name() {
      return "member";
    }

    @Override
    public long images() {
      return 4;
    }

    @Override
    public double turn() {
      workers.add(Thread.currentThread());
      try {
        meeting.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException("they did not meet", e);
      }
      return 1;
    }

    @Override
    public void close() {}
  }
}
