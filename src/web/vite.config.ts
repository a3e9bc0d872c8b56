import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = 'http://127.0.0.1:8080';
const isAsked = (accept: string | undefined): boolean => accept?.includes('text/html') ?? false;

/** Builds the page into dist/web, which the server serves at `/`; in development the server is asked for data on its usual port. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: '../../dist/web', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 650 },
  server: {
    proxy: {
      '/api': SERVER,
      '/events': SERVER,
      // The page /capture and the standard's endpoint share an address: a browser that asks for HTML gets the page.
      '/capture': { target: SERVER, bypass: (request) => (isAsked(request.headers.accept) ? '/index.html' : undefined) },
    },
  },
});
