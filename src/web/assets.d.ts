/// <reference types="vite/client" />

/** Ant Design's own words: its package names them without the extension that Node's resolution wants. */
declare module 'antd/es/locale/*' {
  import type { ConfigProviderProps } from 'antd';

  const locale: NonNullable<ConfigProviderProps['locale']>;
  export default locale;
}
