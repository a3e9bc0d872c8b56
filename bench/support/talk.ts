import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/**
 * Sends a message to a child and waits for its answer; without a message only waits.
 * @throws Error when the child ends instead
 */
export async function answerOf<Answer>(child: ChildProcess, message?: object): Promise<Answer> {
  const ended = new AbortController();
  try {
    const answer = once(child, 'message', { signal: ended.signal });
    const end = once(child, 'exit', { signal: ended.signal }).then(([code, signal]) => {
      throw new Error(`a process of the benchmark ended with ${String(code ?? signal)}`);
    });
    if (message !== undefined) child.send(message);
    const [value] = (await Promise.race([answer, end])) as [Answer];
    return value;
  } finally {
    ended.abort();
  }
}

/** Asks a child to stop and waits until it has ended. */
export async function stopChild(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.send({ stop: true });
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`a process of the benchmark ended with ${String(code)}`);
}

/** In a child: answers every message, one after the other, until it is asked to stop. */
export function answerMessages<Message extends object>(
  answer: (message: Message) => Promise<object>,
  stop: () => Promise<void>,
): void {
  let last = Promise.resolve();
  process.on('message', (message: Message | { readonly stop: true }) => {
    last = last.then(async () => {
      if ('stop' in message) {
        await stop();
        process.disconnect();
      } else process.send?.(await answer(message));
    });
  });
}
