import type { NormConditionsAnswer } from '../../wire/index.ts';
import { Choice, Field } from '../frame/form.tsx';
import { useTexts } from '../texts/use-texts.ts';

/** A norm condition, or a mandatory indicator of a report. */
export type ConditionRow = NormConditionsAnswer['conditions'][number];

/** What was typed for each item; empty for what is not stated. */
export type EvidenceTyped = Readonly<Record<string, string>>;

const YES_OR_NO: ReadonlySet<string> = new Set(['always', 'never']);

/** What was typed, as it is sent: figures, yes and no; what is empty is not stated. */
export function evidenceOf(conditions: readonly ConditionRow[], typed: EvidenceTyped): Record<string, number | boolean> {
  return Object.fromEntries(
    conditions.flatMap(({ item, comparison }) => {
      const value = typed[item] ?? '';
      if (value === '') return [];
      return [[item, YES_OR_NO.has(comparison) ? value === 'yes' : Number(value)] as const];
    }),
  );
}

/** A field for each condition, with its limit. */
export function EvidenceFields({
  conditions,
  typed,
  change,
}: {
  conditions: readonly ConditionRow[];
  typed: EvidenceTyped;
  change: (next: EvidenceTyped) => void;
}) {
  return conditions.map((condition) => (
    <EvidenceField
      key={condition.item}
      condition={condition}
      value={typed[condition.item] ?? ''}
      change={(value) => change({ ...typed, [condition.item]: value })}
    />
  ));
}

function EvidenceField({
  condition: { item, name: called, comparison, limit, unit },
  value,
  change,
}: {
  condition: ConditionRow;
  value: string;
  change: (value: string) => void;
}) {
  const { t, name, word } = useTexts();
  const label = name(called, item);
  if (YES_OR_NO.has(comparison))
    return (
      <Choice
        label={label}
        value={value}
        onChange={(event) => change(event.target.value)}
        options={[
          { value: '', label: '–' },
          { value: 'yes', label: t('conduct.yes') },
          { value: 'no', label: t('conduct.no') },
        ]}
      />
    );
  return (
    <Field
      label={`${label}${unit === '' ? '' : ` / ${unit}`}`}
      hint={`${word('comparison', comparison)} ${limit ?? ''}`}
      type="number"
      step="any"
      value={value}
      onChange={(event) => change(event.target.value)}
    />
  );
}
