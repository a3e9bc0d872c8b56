import type { Overview } from '../../wire/index.ts';
import { massColumn, textColumn, type Column } from '../frame/columns.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { inUnit } from '../figures/masses.ts';
import { writeMeasured, writeSignificant } from '../figures/numbers.ts';
import { courseFlows, layFlows, type CourseOfFlow } from '../pictures/flow-layout.ts';
import { flowPicture } from '../pictures/flow-picture.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

const HEIGHT = 440;

/** From mine to export: a Sankey whose returning flows are drawn apart, and the table of all flows. */
export function FlowTile({ reading, address }: { reading: Reading<Overview>; address: string }) {
  const texts = useTexts();
  const { t } = texts;
  const flowsOf = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.flowsOf : 'TREO';
  return (
    <Pictured
      title={`${t('overview.flows')} / ${unitOf(flowsOf, t('unit.t'))}`}
      fileName="ytterby-flows"
      reading={reading}
      wide
      faces="beside roomy"
      emptyText={t('overview.noFlows')}
      source={{ formula: t('overview.flowsFormula'), address }}
      content={(answer) => flowContent(answer, texts)}
    />
  );
}

/** Tonnes of what: REO, or an element. */
function unitOf(flowsOf: string, tonne: string): string {
  return `${tonne} ${flowsOf === 'TREO' ? 'REO' : flowsOf}`;
}

function flowContent(answer: Overview, texts: Texts): PictureContent<CourseOfFlow> {
  const { t, stage } = texts;
  const unit = unitOf(answer.flowsOf, t('unit.t'));
  const written = (kilograms: number, sd: number): string => {
    const { value, sd: uncertainty } = writeMeasured(inUnit(kilograms, 't'), inUnit(sd, 't'));
    return `${value}${uncertainty === '' ? '' : ` ± ${uncertainty}`} ${unit}`;
  };
  const layout = layFlows(answer.flows);
  const largest = answer.flows.toSorted((a, b) => b.mass.value - a.mass.value)[0];
  return {
    option: (palette) => flowPicture(layout, { stage, mass: written }, palette),
    height: HEIGHT,
    label:
      largest === undefined
        ? ''
        : t('overview.flowsLabel', {
            count: writeSignificant(answer.flows.length),
            from: stage(largest.from),
            to: stage(largest.to),
            mass: written(largest.mass.value, largest.mass.sd),
          }),
    columns: flowColumns(texts, unit),
    rows: courseFlows(answer.flows),
    keyOf: (flow) => `${flow.from} ${flow.to}`,
    note:
      layout.unseen === 0
        ? t('overview.flowsNote')
        : `${t('overview.flowsNote')} ${t('overview.flowsUnseen', { count: layout.unseen })}`,
  };
}

function flowColumns({ t, stage }: Texts, unit: string): Column<CourseOfFlow>[] {
  const course = (flow: CourseOfFlow): string =>
    ({ forward: '', returned: `↺ ${t('flow.returned')}`, internal: `⊙ ${t('flow.internal')}` })[flow.course];
  return [
    textColumn('from', t('column.from'), (flow) => stage(flow.from)),
    textColumn('to', t('column.to'), (flow) => stage(flow.to)),
    massColumn('mass', unit, 't', (flow) => flow.mass),
    textColumn('course', t('column.course'), course, (flow) => <CourseMark written={course(flow)} />),
  ];
}

/** The mark of how a flow is drawn; its words on hover and for those who do not see it. */
function CourseMark({ written }: { written: string }) {
  const [mark = '', ...words] = written.split(' ');
  return written === '' ? null : (
    <span title={words.join(' ')}>
      <span aria-hidden="true">{mark}</span>
      <span className="sr-only">{words.join(' ')}</span>
    </span>
  );
}
