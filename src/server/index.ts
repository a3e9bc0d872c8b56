export { createServer } from './create-server.ts';
export { listen, PortRefused, stopOnSignals } from './listen.ts';
export type { Listening, ListenOptions } from './listen.ts';
export type { ServerOptions } from './options.ts';
export { IdentityProvider, providerSettingsSchema } from './identity-provider.ts';
export { isLoopback } from './loopback.ts';
