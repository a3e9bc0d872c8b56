import { Button } from 'antd';
import { useMemo, useState } from 'react';
import {
  partsOf,
  withConnection,
  withoutConnection,
  withoutUnit,
  withShare,
  withUnit,
  type FlowsheetParts,
} from '../figures/flowsheet-edits.ts';
import { Choice, Field } from '../frame/form.tsx';
import { placeText } from '../texts/place-words.ts';
import { useTexts } from '../texts/use-texts.ts';
import { exampleOf } from './separation-examples.ts';

interface EditorProps {
  readonly text: string;
  readonly change: (text: string) => void;
}

/** The units of a flowsheet and what leads from one to the next: added, connected, divided, taken away. */
export function FlowsheetEditor({ text, change }: EditorProps) {
  const { t } = useTexts();
  const parts = useMemo(() => partsOf(text), [text]);
  if (parts === null) return null;
  return (
    <details>
      <summary>{t('separation.editFlowsheet')}</summary>
      <Units parts={parts} text={text} change={change} />
      <Connections parts={parts} text={text} change={change} />
    </details>
  );
}

type PartsProps = EditorProps & { readonly parts: FlowsheetParts };

/** Units that can be added, by the example whose numbers they begin with. */
const TEMPLATES = {
  cascade: 'pr-nd-p507',
  saponification: 'saponification',
  'leach-tank': 'leach-tank',
  dissolution: 'dissolution',
  'salt-precipitation': 'oxalate-equilibrium',
  furnace: 'acid-bake',
  calcination: 'calcination',
  blending: 'blending',
  electrolysis: 'electrolysis',
} as const;
type UnitType = keyof typeof TEMPLATES;

function Units({ parts, text, change }: PartsProps) {
  const { t, word } = useTexts();
  const [type, setType] = useState<UnitType>('cascade');
  const [name, setName] = useState('');
  return (
    <>
      <ul className="flowsheet-parts">
        {parts.units.map((unit) => (
          <li key={unit.name}>
            <span>
              {word('unitName', unit.name)} · {word('unitType', unit.type)}
            </span>
            <Button
              size="small"
              disabled={parts.units.length === 1}
              aria-label={t('separation.removeUnit', { name: word('unitName', unit.name) })}
              onClick={() => change(withoutUnit(text, unit.name))}
            >
              ✕
            </Button>
          </li>
        ))}
      </ul>
      <div className="flowsheet-add">
        <Choice
          label={t('separation.unitType')}
          value={type}
          onChange={(event) => setType(event.target.value as UnitType)}
          options={Object.keys(TEMPLATES).map((each) => ({ value: each, label: word('unitType', each) }))}
        />
        <Field label={t('separation.unitName')} value={name} onChange={(event) => setName(event.target.value)} />
        <Button size="small" onClick={() => change(withUnit(text, name.trim() || type, exampleOf(TEMPLATES[type])))}>
          {t('separation.addUnit')}
        </Button>
      </div>
    </>
  );
}

function Connections({ parts, text, change }: PartsProps) {
  const { t, word } = useTexts();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const stream = parts.streams.find(({ place }) => place === from) ?? parts.streams[0];
  const feeds = parts.feeds.filter(({ phase }) => phase === stream?.phase);
  const feed = feeds.find(({ place }) => place === to) ?? feeds[0];
  return (
    <>
      <ul className="flowsheet-parts">
        {parts.connections.map((connection, n) => (
          <li key={`${connection.from} ${connection.to} ${n}`}>
            <span>
              {placeText(word, connection.from, 'stream')} → {placeText(word, connection.to, 'feedName')}
            </span>
            <input
              type="number"
              min={0}
              max={1}
              step="any"
              aria-label={t('separation.share', { from: placeText(word, connection.from, 'stream') })}
              value={connection.share ?? 1}
              onChange={(event) => {
                if (event.target.valueAsNumber > 0) change(withShare(text, n, event.target.valueAsNumber));
              }}
            />
            <Button
              size="small"
              aria-label={t('separation.disconnect', { from: placeText(word, connection.from, 'stream') })}
              onClick={() => change(withoutConnection(text, n))}
            >
              ✕
            </Button>
          </li>
        ))}
      </ul>
      <div className="flowsheet-add">
        <Choice
          label={t('separation.from')}
          value={stream?.place ?? ''}
          onChange={(event) => setFrom(event.target.value)}
          options={parts.streams.map(({ place }) => ({ value: place, label: placeText(word, place, 'stream') }))}
        />
        <Choice
          label={t('separation.to')}
          value={feed?.place ?? ''}
          onChange={(event) => setTo(event.target.value)}
          options={feeds.map(({ place }) => ({ value: place, label: placeText(word, place, 'feedName') }))}
        />
        <Button
          size="small"
          disabled={stream === undefined || feed === undefined}
          onClick={() => change(withConnection(text, { from: stream!.place, to: feed!.place }))}
        >
          {t('separation.connect')}
        </Button>
      </div>
    </>
  );
}
