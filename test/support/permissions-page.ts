import { ACTS, mayDo, reachOf, ROLES, type Act, type Reach } from '../../src/access/index.ts';

type Routes = readonly (readonly [method: string, path: string, act: Act])[];
type Commands = Readonly<Record<string, readonly (readonly [words: readonly string[], act: Act | null])[]>>;

const SIGNS: Readonly<Record<Reach, string>> = { none: '—', published: '●', own: '◐', all: '⬤' };

/** The table of permissions as a page: acts by role, routes and commands by act. */
export function permissionsPage(routes: Routes, commands: Commands): string {
  const acts = ACTS.map((act) => `| \`${act}\` | ${ROLES.map((role) => SIGNS[reachOf(role, act)]).join(' | ')} |`);
  const commandRows = Object.entries(commands).flatMap(([name, lines]) =>
    lines.map(([words, act]) => [`ytterby ${[name, ...words.filter((word) => /^[a-z]+$/.test(word))].join(' ')}`, act] as const),
  );
  return `# Who may do what

Written by \`WRITE_DOCS=1 npm test -- permissions\` from \`src/access/permissions.ts\`, \`src/server/route-acts.ts\` and the commands; the same test tries every route and every command
as every role and fails where this page does not tell the truth. Which part of the record a role sees is told in [access.md](access.md).

● what is published · ◐ within his own part of the record · ⬤ all of it · — not at all

| act | ${ROLES.join(' | ')} |
|---|${ROLES.map(() => ':-:').join('|')}|
${acts.join('\n')}

## Routes

| route | act | public |
|---|---|:-:|
${routes.map(([method, path, act]) => `| \`${method} ${path}\` | \`${act}\` | ${mayDo('public', act) ? '●' : '—'} |`).join('\n')}

OPTIONS is answered to everybody, as are the files of the web app.

## Commands

A command on the record's own files is the keeper's, unless \`YTTERBY_KEY\` names somebody else.

| command | act |
|---|---|
${commandRows.map(([name, act]) => `| \`${name}\` | ${act === null ? 'needs no record' : `\`${act}\``} |`).join('\n')}
`;
}
