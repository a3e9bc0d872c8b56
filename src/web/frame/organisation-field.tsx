import { useId } from 'react';
import type { Moment, OrganisationRef } from '../../wire/index.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useTexts } from '../texts/use-texts.ts';
import { Field } from './form.tsx';

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly choose: (id: string) => void;
  readonly required?: boolean;
}

/** An organisation by its identifier; those of the registry are offered by name while somebody types. */
export function OrganisationField({ label, hint, value, choose, required = false }: Props) {
  const { name } = useTexts();
  const list = useId();
  const reading = useAnswer<{ organisations: OrganisationRef[]; moment?: Moment }>('/api/organisations');
  const known = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.organisations : [];
  return (
    <>
      <Field
        label={label}
        hint={hint}
        value={value}
        list={list}
        onChange={(event) => choose(event.target.value)}
        required={required}
      />
      <datalist id={list}>
        {known.map((each) => (
          <option key={each.id} value={each.id}>
            {name(each.name, each.id)}
          </option>
        ))}
      </datalist>
    </>
  );
}
