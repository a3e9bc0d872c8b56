/** An OpenID Connect provider in a process of its own: npm oidc-provider, whose pages let in whoever names himself. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

const [clientId = '', clientSecret = '', redirectUri = ''] = process.argv.slice(2);

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
  claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'] },
  cookies: { keys: ['a key of the test'] },
  findAccount: ({ oidc }, id) => {
    // The pages ask for no second factor: whose name says so has shown one.
    if (id.startsWith('twice') && oidc.session !== undefined) oidc.session.amr = ['pwd', 'otp'];
    return { accountId: id, claims: () => ({ sub: id, email: id, email_verified: !id.startsWith('unverified') }) };
  },
});
const answer = provider.callback();
server.on('request', (request, response) => void answer(request, response));
provider.on('server_error', (_, error) => process.stderr.write(`${error.stack}\n`));
process.stdout.write(`${issuer}\n`);
