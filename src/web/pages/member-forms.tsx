import { useState } from 'react';
import { Choice, Field, Form, Section } from '../frame/form.tsx';
import { OrganisationField } from '../frame/organisation-field.tsx';
import { useTexts } from '../texts/use-texts.ts';

/** Roles that accounts can have, in the order in which most are given. */
const ROLES = ['operator', 'plant-manager', 'group', 'laboratory', 'regulator', 'customs', 'auditor', 'administrator'] as const;

/** An account to be made. */
export interface AccountWish {
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'machine';
  readonly organisation: string | null;
  readonly role: string;
  readonly mandate?: { readonly everything: boolean; readonly provinces: string[]; readonly organisations: string[] };
}

/** Asks for what an account needs. */
export function NewAccount({ busy, make }: { busy: boolean; make: (account: AccountWish) => Promise<void> }) {
  const { t, word } = useTexts();
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<'person' | 'machine'>('person');
  const [role, setRole] = useState<string>('operator');
  const [organisation, setOrganisation] = useState('');
  const [provinces, setProvinces] = useState('');
  const [everything, setEverything] = useState(false);
  const listed = provinces
    .split(/[,，、]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const account = {
    id: id.trim(),
    name: name.trim() === '' ? id.trim() : name.trim(),
    kind,
    organisation: organisation.trim() === '' ? null : organisation.trim(),
    role,
    ...(everything || listed.length > 0 ? { mandate: { everything, provinces: listed, organisations: [] } } : {}),
  };
  return (
    <Section title={t('members.add')}>
      <Form button={t('members.addGo')} busy={busy} problem={null} failed="" send={() => void make(account)}>
        <Field
          label={t('signIn.account')}
          hint={t('members.accountHint')}
          value={id}
          onChange={(event) => setId(event.target.value)}
          required
        />
        <Field label={t('members.name')} value={name} onChange={(event) => setName(event.target.value)} />
        <Choice
          label={t('members.kind')}
          value={kind}
          onChange={(event) => setKind(event.target.value === 'machine' ? 'machine' : 'person')}
          options={[
            { value: 'person', label: t('members.person') },
            { value: 'machine', label: t('members.machine') },
          ]}
        />
        <Choice
          label={t('column.role')}
          value={role}
          onChange={(event) => setRole(event.target.value)}
          options={ROLES.map((each) => ({ value: each, label: word('accessRole', each) }))}
        />
        <OrganisationField
          label={t('column.organisation')}
          hint={t('members.organisationHint')}
          value={organisation}
          choose={setOrganisation}
        />
        <Field
          label={t('members.provinces')}
          hint={t('members.provincesHint')}
          value={provinces}
          onChange={(event) => setProvinces(event.target.value)}
        />
        <label className="tick">
          <input type="checkbox" checked={everything} onChange={(event) => setEverything(event.target.checked)} />{' '}
          {t('members.everything')}
        </label>
      </Form>
    </Section>
  );
}

/** A key to be made. */
export interface KeyWish {
  readonly account: string;
  readonly label: string;
  readonly until: string | null;
}

/** Asks for what a key needs; only programs have keys. */
export function NewKey({
  machines,
  busy,
  make,
}: {
  machines: readonly string[];
  busy: boolean;
  make: (key: KeyWish) => Promise<void>;
}) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState('');
  const [label, setLabel] = useState('');
  const [until, setUntil] = useState('');
  const account = chosen === '' ? (machines[0] ?? '') : chosen;
  if (machines.length === 0)
    return (
      <Section title={t('members.makeKey')}>
        <p className="empty">{t('members.noMachines')}</p>
      </Section>
    );
  const wish = { account, label, until: until === '' ? null : `${until}T23:59:59+08:00` };
  return (
    <Section title={t('members.makeKey')}>
      <Form button={t('members.makeKey')} busy={busy} problem={null} failed="" send={() => void make(wish)}>
        <Choice
          label={t('signIn.account')}
          value={account}
          onChange={(event) => setChosen(event.target.value)}
          options={machines.map((each) => ({ value: each, label: each }))}
        />
        <Field label={t('members.label')} value={label} onChange={(event) => setLabel(event.target.value)} />
        <Field label={t('members.until')} type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
      </Form>
    </Section>
  );
}
