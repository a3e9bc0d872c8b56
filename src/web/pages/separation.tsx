import { Button } from 'antd';
import { useState } from 'react';
import { designedCascade } from '../../separation/index.ts';
import { writeCaseJson } from '../figures/case-json.ts';
import { downloadText } from '../frame/download.ts';
import { Choice, Section } from '../frame/form.tsx';
import { Page } from '../frame/page.tsx';
import { useModel } from '../reading/use-model.ts';
import { useTexts } from '../texts/use-texts.ts';
import { asFlowsheet } from '../figures/flowsheet-edits.ts';
import { FlowsheetEditor } from './flowsheet-editor.tsx';
import { CaseComparison, type SolvedCase } from './case-comparison.tsx';
import { CaseFields } from './separation-fields.tsx';
import { EXAMPLES } from './separation-examples.ts';
import { SensitivityOutcome } from './sensitivity-outcome.tsx';
import { SeparationOutcome } from './separation-outcome.tsx';
import { isForServer, Steering } from './steering.tsx';

/** What would this plant make: a case, turned by its numbers or written as JSON, solved while it is typed. */
export default function SeparationPage() {
  const { t, word } = useTexts();
  const [chosen, setChosen] = useState(EXAMPLES[0]!.name);
  const [text, setText] = useState(EXAMPLES[0]!.text);
  const [wantsSensitivities, setWantsSensitivities] = useState(false);
  const { reply, isBusy } = useModel(text, wantsSensitivities);
  const [kept, setKept] = useState<SolvedCase | null>(null);
  const choose = (name: string): void => {
    setChosen(name);
    setText(EXAMPLES.find((example) => example.name === name)?.text ?? text);
  };
  return (
    <Page title={t('separation.title')} kicker={t('separation.kicker')} tiles="narrow-first">
      <Section title={t('separation.case')}>
        <div className="form">
          <Choice
            label={t('separation.example')}
            value={chosen}
            onChange={(event) => choose(event.target.value)}
            options={EXAMPLES.map(({ name }) => ({ value: name, label: word('example', name) }))}
          />
          <CaseFields text={text} change={setText} />
          <FlowsheetEditor text={text} change={setText} />
          <details>
            <summary>{t('separation.json')}</summary>
            <CaseText text={text} change={setText} />
          </details>
        </div>
      </Section>
      {isForServer(text) ? null : <SeparationOutcome reply={reply} isBusy={isBusy} />}
      <Steering text={text} change={setText} />
      {reply !== null && 'answer' in reply && reply.sensitivities !== null ? (
        <SensitivityOutcome answer={reply.sensitivities} text={text} />
      ) : null}
      {kept !== null && !isBusy && reply !== null && 'answer' in reply ? (
        <CaseComparison kept={kept} now={{ text, answer: reply.answer }} />
      ) : null}
      {reply !== null && 'answer' in reply ? (
        <div className="wide buttons">
          <OpenFlowsheet text={text} change={setText} />
          <OpenCascade cascade={designedCascade(reply.answer)} change={setText} />
          {reply.answer.unit === 'cascade' ? (
            <Button size="small" aria-pressed={wantsSensitivities} onClick={() => setWantsSensitivities(!wantsSensitivities)}>
              {t('separation.sensitivities')}
            </Button>
          ) : null}
          <Button size="small" disabled={isBusy} onClick={() => setKept({ text, answer: reply.answer })}>
            {t('separation.keep')}
          </Button>
          {kept === null ? null : (
            <Button size="small" onClick={() => setKept(null)}>
              {t('separation.dropKept')}
            </Button>
          )}
          <Button size="small" onClick={() => downloadText('ytterby-case.json', text, 'application/json')}>
            {t('separation.saveCase')}
          </Button>
          <Button
            size="small"
            onClick={() =>
              downloadText('ytterby-answer.json', JSON.stringify(reply.simulation ?? reply.answer, null, 1), 'application/json')
            }
          >
            {t('separation.saveAnswer')}
          </Button>
        </div>
      ) : null}
    </Page>
  );
}

/** A case of one unit as the beginning of a flowsheet. */
function OpenFlowsheet({ text, change }: { text: string; change: (text: string) => void }) {
  const { t } = useTexts();
  const sheet = asFlowsheet(text);
  if (sheet === null) return null;
  return (
    <Button size="small" onClick={() => change(sheet)}>
      {t('separation.openFlowsheet')}
    </Button>
  );
}

/** What was designed, as a case of its own to look into. */
function OpenCascade({ cascade, change }: { cascade: object | null; change: (text: string) => void }) {
  const { t } = useTexts();
  if (cascade === null) return null;
  return (
    <Button size="small" onClick={() => change(writeCaseJson(cascade))}>
      {t('separation.openCascade')}
    </Button>
  );
}

function CaseText({ text, change }: { text: string; change: (text: string) => void }) {
  const { t } = useTexts();
  return (
    <textarea
      className="case-text"
      aria-label={t('separation.json')}
      value={text}
      spellCheck={false}
      rows={24}
      onChange={(event) => change(event.target.value)}
    />
  );
}
