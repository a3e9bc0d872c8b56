import { answerScan } from '../../app/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { printJson, type Terminal } from '../terminal.ts';

type Scanned = Awaited<ReturnType<typeof answerScan>>;

/** `ytterby scan CODE`: what a scanned code says, and what speaks against it. */
export const scanCommand: Command = {
  usage: 'CODE',
  summary: 'check a scanned code (Digital Link, element string, EPC URN, GTIN); exit code 1 when it is unreadable or suspicious',
  options: {},
  positionalsMax: 1,
  async run(words, { terminal, open }) {
    const [code] = words.positionals;
    if (code === undefined) throw new UsageError('scan: give one code, in quotes');
    const answer = await answerScan(await open('code.scan'), { code });
    if (words.flag('json')) printJson(terminal, answer);
    else print(answer, terminal);
    return answer.verdict === 'sound' ? EXIT.done : EXIT.no;
  },
};

function print(answer: Scanned, { out }: Terminal): void {
  const { refusal, id, kind, name, elements, lastSeen, suspicions } = answer;
  out(`${answer.verdict}\n`);
  if (refusal !== null) out(`  ${refusal.code} at character ${refusal.at}: ${refusal.message}\n`);
  for (const { code, message, events } of suspicions) out(`  ${[`${code}: ${message}`, ...events].join('\n    ')}\n`);
  for (const { ai, title, value, checkDigit } of elements) {
    out(`  (${ai}) ${value}  ${title}${checkDigit === 'right' ? ', check digit right' : ''}\n`);
  }
  if (id !== null) out(`  ${[kind, id, name?.zh, name?.en].filter(Boolean).join('  ')}\n`);
  if (lastSeen !== null)
    out(`  last seen ${lastSeen.eventTime}  ${[lastSeen.bizStep, lastSeen.site?.name.zh].filter(Boolean).join('  ')}\n`);
}
