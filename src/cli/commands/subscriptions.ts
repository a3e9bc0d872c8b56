import { answerSubscriptions, unsubscribe } from '../../app/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { printJson, printTable } from '../terminal.ts';

/** `ytterby subscriptions`, `ytterby subscriptions end ID` */
export const subscriptionsCommand: Command = {
  usage: '| end ID',
  summary: 'subscriptions with how they fare: list them, or end one; they are made over HTTP (docs/subscriptions.md)',
  options: {},
  positionalsMax: 2,
  async run(words, { terminal, open }) {
    const [verb, id] = words.positionals;
    if (verb !== undefined && (verb !== 'end' || id === undefined))
      throw new UsageError('subscriptions: expected nothing or end ID');
    const app = await open('subscription.hold');
    const { subscriptions } = await answerSubscriptions(app);
    if (id !== undefined) {
      const queryName = subscriptions.find((each) => each.id === id)?.queryName ?? '';
      return (await unsubscribe(app, queryName, id)) ? EXIT.done : EXIT.no;
    }
    if (words.flag('json')) printJson(terminal, { subscriptions });
    else
      printTable(
        terminal,
        ['subscription', 'query', 'sent to', 'when', 'delivered', 'failures', 'last fault'],
        subscriptions.map((each) => [
          each.id,
          each.queryName,
          each.dest,
          each.schedule ?? 'at once',
          each.delivered,
          each.failures,
          each.lastFault ?? '',
        ]),
      );
    return EXIT.done;
  },
};
