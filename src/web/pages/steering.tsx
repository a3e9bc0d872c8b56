import { Button } from 'antd';
import { useState } from 'react';
import type { BlendPlanAnswer, ControlAnswer, OptimisationAnswer } from '../../separation/index.ts';
import { readCaseJson } from '../figures/case-json.ts';
import { ProblemNote } from '../frame/tile.tsx';
import { useChange } from '../reading/use-change.ts';
import { useTexts } from '../texts/use-texts.ts';
import { BlendPlanOutcome } from './blend-plan-outcome.tsx';
import { ControlOutcome } from './control-outcome.tsx';
import { OptimumOutcome } from './optimum-outcome.tsx';

/** What a case can be asked beside its state: by the field of it that states how, or as what it is. */
const TASKS = ['optimisation', 'control', 'blend-plan'] as const;
type Task = (typeof TASKS)[number];

type Asked =
  | { readonly task: 'optimisation'; readonly text: string; readonly answer: OptimisationAnswer }
  | { readonly task: 'control'; readonly text: string; readonly answer: ControlAnswer }
  | { readonly task: 'blend-plan'; readonly text: string; readonly answer: BlendPlanAnswer };

/**
 * Looks for the best of a case, or compares its controllers: takes seconds, so that the server does it when it is asked to.
 * @param text the case as JSON
 * @param change takes the case at the optimum
 */
export function Steering({ text, change }: { text: string; change: (text: string) => void }) {
  const { t, word } = useTexts();
  const { busy, problem, send } = useChange();
  const [asked, setAsked] = useState<Asked | null>(null);
  const json = readCaseJson(text);
  const tasks = TASKS.filter((task) => json !== null && (task in json || json['unit'] === task));
  const ask = async (task: Task): Promise<void> => {
    const answer = await send<Asked['answer']>('POST', `/api/models/${task}`, json ?? {});
    if (answer !== undefined) setAsked({ task, text, answer } as Asked);
  };
  if (tasks.length === 0) return null;
  return (
    <>
      <div className="wide buttons">
        {tasks.map((task) => (
          <Button key={task} type="primary" size="small" loading={busy} onClick={() => void ask(task)}>
            {word('modelTask', task)}
          </Button>
        ))}
      </div>
      {problem === null ? null : (
        <div className="wide">
          <ProblemNote problem={problem} failed={t('steering.failed')} />
        </div>
      )}
      {asked === null || asked.text !== text ? null : <Outcome asked={asked} change={change} />}
    </>
  );
}

function Outcome({ asked, change }: { asked: Asked; change: (text: string) => void }) {
  switch (asked.task) {
    case 'optimisation':
      return <OptimumOutcome answer={asked.answer} text={asked.text} change={change} />;
    case 'control':
      return <ControlOutcome answer={asked.answer} />;
    case 'blend-plan':
      return <BlendPlanOutcome answer={asked.answer} />;
  }
}

/** Whether the server alone answers a case, as the solver of linear programs is not in the page. */
export function isForServer(text: string): boolean {
  return readCaseJson(text)?.['unit'] === 'blend-plan';
}
