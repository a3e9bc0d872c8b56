import { useId, useState } from 'react';
import { readMinute, writeMinute } from '../figures/times.ts';
import { useMoment } from '../reading/use-moment.ts';
import { useTexts } from '../texts/use-texts.ts';

/** The moment of the whole page: as of (events that had happened) and known at (events that had been recorded); empty is now. */
export function MomentBar() {
  const { t } = useTexts();
  const [moment, setMoment] = useMoment();
  const past = moment.asOf !== null || moment.knownAt !== null;
  return (
    <div className={`moment ${past ? 'past' : ''}`} role="group" aria-label={t('moment.group')}>
      <MomentField
        key={`asOf ${moment.asOf}`}
        label={t('moment.asOf')}
        hint={t('moment.asOfHint')}
        instant={moment.asOf}
        set={(asOf) => setMoment({ ...moment, asOf })}
      />
      <MomentField
        key={`knownAt ${moment.knownAt}`}
        label={t('moment.knownAt')}
        hint={t('moment.knownAtHint')}
        instant={moment.knownAt}
        set={(knownAt) => setMoment({ ...moment, knownAt })}
      />
      {past ? (
        <button type="button" onClick={() => setMoment({ asOf: null, knownAt: null })}>
          {t('moment.backToNow')}
        </button>
      ) : null}
    </div>
  );
}

interface MomentFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly instant: string | null;
  readonly set: (instant: string | null) => void;
}

/** A day or minute typed as 2015-12-31 or 2015-12-31 23:59 (the browser's own date field would write it the browser's way). */
function MomentField({ label, hint, instant, set }: MomentFieldProps) {
  const { t } = useTexts();
  const id = useId();
  const written = instant === null ? '' : writeMinute(instant);
  const [typed, setTyped] = useState(written);
  const [wrong, setWrong] = useState(false);
  const apply = (): void => {
    const read = readMinute(typed);
    setWrong(typed.trim() !== '' && read === null);
    if (typed.trim() === written) return;
    if (typed.trim() === '') set(null);
    else if (read !== null) set(read);
  };
  return (
    <form
      className="moment-field"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <label htmlFor={id} title={hint}>
        {label}
      </label>
      <input
        id={id}
        value={typed}
        placeholder={t('moment.now')}
        title={hint}
        size={16}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={apply}
      />
      {wrong ? (
        <span id={`${id}-wrong`} className="wrong" role="alert">
          ▲ {t('moment.wrong')}
        </span>
      ) : null}
    </form>
  );
}
