import type { Witness } from '../app/index.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { RunningCaptures } from './running-captures.ts';

/** How much one caller may ask: `perSecond` for ever, and `burst` at once. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** How the server is set up. */
export interface ServerOptions {
  /** Folder of the built web app; null when it was not built. */
  readonly webRoot: string | null;
  /** The largest document that is taken, in bytes. Lines (NDJSON) have no limit: they are recorded as they come. */
  readonly bodyLimitBytes: number;
  /**
   * The web address under which others reach this server, without a slash at the end, for links that leave it: link sets and labels.
   * Null takes what each request was sent to.
   */
  readonly publicUrl?: string | null;
  /** How long a body may fall silent before it is given up, in milliseconds. */
  readonly bodySilenceMs?: number;
  /**
   * Who may come in without signing in: on a record that nobody has claimed, whoever reaches a server of loopback is its keeper (`auto`); or
   * always (`open`, for a machine of one's own); or never (`members`).
   */
  readonly access?: 'auto' | 'open' | 'members';
  /** Whether the server listens on an address of this machine alone. */
  readonly loopback?: boolean;
  /** Whether subscribers may name addresses behind this server, as in a plant's own network. */
  readonly allowPrivateDestinations?: boolean;
  /** Where members may sign in beside here. */
  readonly provider?: IdentityProvider | null;
  /** Whose checkpoints this server cosigns; null for nobody's. */
  readonly witness?: Witness | null;
  /** How much one caller may ask. */
  readonly rateLimit?: RateLimit;
  /** Takes lines for the server's log; standard error where none is given. */
  readonly log?: (line: string) => void;
  /** Keeps count of captures that go on after their answer, so that a stop can wait for them. */
  readonly running?: RunningCaptures;
}

/** The same with every choice made. */
export type ServerSettings = Required<ServerOptions>;
