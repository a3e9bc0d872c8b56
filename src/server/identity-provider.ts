import * as oidc from 'openid-client';
import { z } from 'zod';
import { EntryRefused, type ProvenIdentity } from '../app/index.ts';
import { isLoopback } from './loopback.ts';

/** How an identity provider is reached: what its administrator gives for a client of the type "web". */
export const providerSettingsSchema = z.strictObject({
  /** What the sign-in page calls it. */
  name: z.string().min(1),
  /** Its issuer identifier; its metadata lie below (OpenID Connect Discovery 1.0). */
  issuer: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1).optional(),
  /** Values of `amr` (RFC 8176) that stand for a second factor; an office whose provider says none sets one up here. */
  secondFactor: z.array(z.string()).default(['mfa']),
});
export type ProviderSettings = z.output<typeof providerSettingsSchema>;

/** An OpenID Connect provider: the authorization code flow with PKCE. Its metadata are read when somebody first asks for it. */
export class IdentityProvider {
  readonly name: string;
  readonly #settings: ProviderSettings;
  #configuration: Promise<oidc.Configuration> | null = null;

  constructor(settings: ProviderSettings) {
    this.name = settings.name;
    this.#settings = settings;
  }

  /**
   * Where to send a browser that wants to sign in, and the errand that it must bring back.
   * @throws EntryRefused `provider` when the provider does not answer
   */
  async begin(returnTo: string): Promise<{ url: URL; errand: string }> {
    const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
    const url = oidc.buildAuthorizationUrl(await this.#discovered(), {
      redirect_uri: returnTo,
      scope: 'openid email profile',
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { url, errand: [state, nonce, verifier].join('.') };
  }

  /**
   * Whom the provider vouches for, when the browser comes back.
   * @param at the address to which it came, with the provider's answer
   * @throws EntryRefused `provider` when the answer is a refusal, forged, or not to what was asked
   */
  async finish(at: URL, errand: string): Promise<ProvenIdentity> {
    const [expectedState, expectedNonce, pkceCodeVerifier] = errand.split('.');
    if (pkceCodeVerifier === undefined)
      throw new EntryRefused('provider', 'this browser did not begin to sign in here, or too long ago: begin anew');
    const configuration = await this.#discovered();
    const tokens = await vouched(
      oidc.authorizationCodeGrant(configuration, at, {
        expectedState: expectedState ?? '',
        expectedNonce: expectedNonce ?? '',
        pkceCodeVerifier,
        idTokenExpected: true,
      }),
    );
    const claims = tokens.claims();
    if (claims === undefined) throw new EntryRefused('provider', 'the provider sent no ID token');
    const more = await vouched(this.#moreOf(configuration, tokens.access_token, claims));
    const methods = Array.isArray(claims['amr']) ? claims['amr'] : [];
    return {
      issuer: claims.iss,
      subject: claims.sub,
      email: more['email_verified'] === true && typeof more['email'] === 'string' ? more['email'] : null,
      isProvenTwice: this.#settings.secondFactor.some((method) => methods.includes(method)),
    };
  }

  /** Providers may keep the e-mail address out of the ID token (OpenID Connect Core 1.0, section 5.4). */
  async #moreOf(
    configuration: oidc.Configuration,
    accessToken: string,
    claims: oidc.IDToken,
  ): Promise<Readonly<Record<string, unknown>>> {
    if (claims['email'] !== undefined || configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
    return oidc.fetchUserInfo(configuration, accessToken, claims.sub);
  }

  #discovered(): Promise<oidc.Configuration> {
    this.#configuration ??= vouched(this.#discover()).catch((error: unknown) => {
      this.#configuration = null;
      throw error;
    });
    return this.#configuration;
  }

  #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const server = new URL(issuer);
    // Without TLS only on this machine, where a provider under test listens.
    // oxlint-disable-next-line typescript/no-deprecated -- marked so to stand out; it is for loopback alone here
    const execute = server.protocol === 'http:' && isLoopback(server.hostname) ? [oidc.allowInsecureRequests] : [];
    return oidc.discovery(server, clientId, clientSecret, undefined, { execute });
  }
}

/** @throws EntryRefused in place of what the protocol's library throws */
async function vouched<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new EntryRefused('provider', `the identity provider did not let you in: ${error.message}`);
  }
}
