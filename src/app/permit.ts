import { mayDo, type Act, type Role } from '../access/index.ts';
import type { Application } from './application.ts';

/** An act that the viewer's role may not do. */
export class ActRefused extends Error {
  readonly role: Role;
  readonly act: Act;

  constructor(role: Role, act: Act) {
    super(`the role ${role} may not do ${act}; the table of permissions says who may`);
    this.name = 'ActRefused';
    this.role = role;
    this.act = act;
  }
}

/** @throws ActRefused when the application's viewer may not do an act */
export function permit({ viewer }: Application, act: Act): void {
  if (!mayDo(viewer.role, act)) throw new ActRefused(viewer.role, act);
}
