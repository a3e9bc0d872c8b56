import type { Flow, MassAnswer, Stage } from '../../wire/index.ts';

const SITE_KINDS: ReadonlySet<Stage> = new Set<Stage>([
  'mine',
  'separation-plant',
  'metal-plant',
  'material-plant',
  'recycler',
  'warehouse',
  'reserve-warehouse',
  'port',
  'foreign',
]);

/** How a flow is drawn: forward as a band, returned through the pair of return nodes, internal (to its own kind) in the table alone. */
export type FlowCourse = 'forward' | 'returned' | 'internal';

export interface CourseOfFlow extends Flow {
  readonly course: FlowCourse;
}

/** A node of the drawn picture: a stage, a stage as pure source (`in`) or pure sink (`out`), or one of the two return nodes. */
export interface FlowNode {
  readonly id: string;
  readonly stage: Stage | 'returned';
}

export interface FlowBand {
  readonly source: string;
  readonly target: string;
  readonly mass: MassAnswer;
  readonly returned: boolean;
}

/**
 * Says how each flow is drawn so that the picture has no cycle, which a Sankey cannot show. What goes to a recycler is the recycling
 * loop and always returned; of the rest the largest flows stay forward and a smaller one that would close a cycle is returned.
 */
export function courseFlows(flows: readonly Flow[]): CourseOfFlow[] {
  const forward = new Map<Stage, Stage[]>();
  const bySize = flows.toSorted((a, b) => b.mass.value - a.mass.value || `${a.from}${a.to}`.localeCompare(`${b.from}${b.to}`));
  return bySize.map((flow) => {
    const course = courseOf(flow, forward);
    if (course === 'forward' && betweenSites(flow)) forward.set(flow.from, [...(forward.get(flow.from) ?? []), flow.to]);
    return { ...flow, course };
  });
}

/** Smaller bands than this share of the largest are thinner than a hair; only their labels would be seen, one over another. */
const SHARE_DRAWN_MIN = 0.0005;

/** A picture of flows: what to draw, and how many flows are too small for it. */
export interface FlowLayout {
  readonly nodes: readonly FlowNode[];
  readonly bands: readonly FlowBand[];
  readonly unseen: number;
}

/** The nodes and bands to draw; what is too small to be seen is left out, accounts at the edge are split into source and sink. */
export function layFlows(flows: readonly Flow[]): FlowLayout {
  const between = courseFlows(flows).filter((flow) => flow.course !== 'internal' && flow.mass.value > 0);
  const largest = Math.max(0, ...between.map((flow) => flow.mass.value));
  const seen = between.filter((flow) => flow.mass.value >= SHARE_DRAWN_MIN * largest);
  const bands = seen.flatMap(bandsOf);
  const ids = new Set(bands.flatMap((band) => [band.source, band.target]));
  const nodes = [...ids].map((id) => ({ id, stage: id.split(':')[0] as FlowNode['stage'] }));
  return { nodes, bands, unseen: between.length - seen.length };
}

function courseOf(flow: Flow, forward: ReadonlyMap<Stage, readonly Stage[]>): FlowCourse {
  if (!betweenSites(flow)) return 'forward';
  if (flow.from === flow.to) return 'internal';
  return flow.to === 'recycler' || reaches(forward, flow.to, flow.from) ? 'returned' : 'forward';
}

function betweenSites(flow: Flow): boolean {
  return SITE_KINDS.has(flow.from) && SITE_KINDS.has(flow.to);
}

function reaches(forward: ReadonlyMap<Stage, readonly Stage[]>, start: Stage, goal: Stage): boolean {
  return start === goal || (forward.get(start) ?? []).some((next) => reaches(forward, next, goal));
}

function bandsOf(flow: CourseOfFlow): FlowBand[] {
  const source = SITE_KINDS.has(flow.from) ? flow.from : `${flow.from}:in`;
  const target = SITE_KINDS.has(flow.to) ? flow.to : `${flow.to}:out`;
  if (flow.course === 'forward') return [{ source, target, mass: flow.mass, returned: false }];
  return [
    { source, target: 'returned:out', mass: flow.mass, returned: true },
    { source: 'returned:in', target, mass: flow.mass, returned: true },
  ];
}
