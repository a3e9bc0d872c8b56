import type { LogPath, Moment } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { Rows } from '../frame/rows.tsx';
import { Tile } from '../frame/tile.tsx';
import { writeMinute } from '../figures/times.ts';
import { addressOf } from '../reading/address.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

interface Step {
  readonly number: number;
  readonly side: 'left' | 'right';
  readonly sibling: string;
  readonly node: string;
}

/** The way of one event to the root of the log: drawn, and as a table. */
export function LogPathTile({ event }: { event: string }) {
  const { t } = useTexts();
  const address = addressOf('/api/log-path', { id: event });
  const reading = useAnswer<LogPath & { readonly moment?: Moment }>(address);
  const proof = addressOf('/log/proof', { event });
  return (
    <Tile
      title={t('log.path')}
      reading={reading}
      wide
      source={{ formula: t('log.pathFormula'), address: proof }}
      tools={<a href={proof}>{t('log.download')}</a>}
    >
      {(path) => <Path path={path} />}
    </Tile>
  );
}

function Path({ path }: { path: LogPath }) {
  const texts = useTexts();
  const { t } = texts;
  const steps = path.steps.map((step, place): Step => ({ number: place + 1, ...step }));
  return (
    <>
      <p className={path.holds ? 'verdict' : 'verdict alarm'} role="status">
        {path.holds ? `✓ ${t('log.holds', { seq: path.seq, events: path.events })}` : `✕ ${t('log.fails')}`}
        {' · '}
        {writeMinute(path.recorded)}
      </p>
      <Ladder path={path} />
      <Rows label={t('log.path')} columns={columnsOf(texts)} rows={steps} keyOf={(step) => String(step.number)} />
    </>
  );
}

const STEP_WIDTH = 92;
const NODE_SIZE = 26;
const MIDDLE = 74;
const DROP = 46;

/** Leaf to the left, root to the right; each sibling hangs above or below the side that it is joined from. */
function Ladder({ path }: { path: LogPath }) {
  const { t } = useTexts();
  const nodes = [path.leaf, ...path.steps.map(({ node }) => node)];
  const width = nodes.length * STEP_WIDTH + NODE_SIZE;
  return (
    <div className="ladder" tabIndex={0} role="region" aria-label={t('log.drawing')}>
      <svg width={width} height={2 * MIDDLE} role="img" aria-label={t('log.holds', { seq: path.seq, events: path.events })}>
        {path.steps.map(({ side, sibling }, place) => (
          <Joint key={sibling} at={place} side={side} hash={sibling} />
        ))}
        {nodes.map((hash, place) => (
          <Node key={hash} x={place * STEP_WIDTH + NODE_SIZE} y={MIDDLE} hash={hash} isOnPath />
        ))}
      </svg>
    </div>
  );
}

function Joint({ at, side, hash }: { at: number; side: 'left' | 'right'; hash: string }) {
  const from = at * STEP_WIDTH + NODE_SIZE;
  const y = side === 'left' ? MIDDLE - DROP : MIDDLE + DROP;
  return (
    <g>
      <path className="ladder-line" d={`M${from} ${y}L${from + STEP_WIDTH} ${MIDDLE}M${from} ${MIDDLE}H${from + STEP_WIDTH}`} />
      <Node x={from} y={y} hash={hash} isOnPath={false} />
    </g>
  );
}

function Node({ x, y, hash, isOnPath }: { x: number; y: number; hash: string; isOnPath: boolean }) {
  return (
    <g className={isOnPath ? 'ladder-node on-path' : 'ladder-node'}>
      <title>{hash}</title>
      <rect x={x - NODE_SIZE} y={y - 10} width={2 * NODE_SIZE} height={20} rx={3} />
      <text x={x} y={y + 4} textAnchor="middle">
        {hash.slice(0, 6)}
      </text>
    </g>
  );
}

function columnsOf({ t }: Texts): Column<Step>[] {
  return [
    numberColumn('number', t('log.step'), (step) => step.number),
    textColumn('side', t('log.side'), (step) => t(step.side === 'left' ? 'log.left' : 'log.right')),
    textColumn(
      'sibling',
      t('log.sibling'),
      (step) => step.sibling,
      (step) => <code>{step.sibling}</code>,
    ),
    textColumn(
      'node',
      t('log.node'),
      (step) => step.node,
      (step) => <code>{step.node}</code>,
    ),
  ];
}
