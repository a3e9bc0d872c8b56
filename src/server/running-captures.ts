/** Captures that go on after their request was answered. */
export class RunningCaptures {
  private readonly running = new Set<Promise<void>>();

  /** Watches a capture until it ends; what it fails with goes to the log. */
  watch(capture: Promise<unknown>, captureID: string, log: (line: string) => void): void {
    const watched = capture.then(
      () => undefined,
      (error: unknown) =>
        log(`capture ${captureID} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    );
    this.running.add(watched);
    void watched.finally(() => this.running.delete(watched));
  }

  /** Resolves when every capture watched so far has ended. */
  async ended(): Promise<void> {
    await Promise.all(this.running);
  }
}
