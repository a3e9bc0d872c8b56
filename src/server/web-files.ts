import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json',
};

/** Scripts from here alone; styles inline too, because the component library writes them at run time. */
const PAGE_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Files in this folder carry a hash of their content in their names. */
const HASHED_FOLDER = '/assets/';
const FOREVER = 'public, max-age=31536000, immutable';

/** The web app's files as HTTP. */
export class WebFiles {
  private readonly root: string | null;

  /** @param root folder of the built web app; null when there is none */
  constructor(root: string | null) {
    this.root = root;
  }

  /**
   * The file at a path of the web app; for a path without an extension the page itself, which reads the path (history fallback).
   * @returns null when there is no such file
   */
  async answer(request: Request): Promise<Response | null> {
    if (this.root === null) return isPage(request) ? unbuiltPage() : null;
    const { pathname } = new URL(request.url);
    const path = safePath(pathname);
    const file = path === null || extname(path) === '' ? null : await readIfThere(join(this.root, path));
    if (file !== null && path !== null) return fileAnswer(request, path, file);
    return isPage(request) ? this.page(request) : null;
  }

  /**
   * The page of the web app under another status, for a browser that went to an address that is refused: the page reads the address
   * and says why.
   * @returns null for a program, and when the app is not built
   */
  async refusalPage(request: Request, status: number): Promise<Response | null> {
    if (this.root === null || !isBrowser(request)) return null;
    const { body, headers } = await this.page(new Request(request.url));
    return new Response(request.method === 'HEAD' ? null : body, { status, headers });
  }

  /** The page of the web app. */
  async page(request: Request): Promise<Response> {
    const page = this.root === null ? null : await readIfThere(join(this.root, 'index.html'));
    return page === null ? unbuiltPage() : fileAnswer(request, '/index.html', page);
  }
}

/** Whether a request wants a page of the web app: a browser that goes there, not a file that a page needs. */
function isPage(request: Request): boolean {
  return extname(new URL(request.url).pathname) === '' && isBrowser(request);
}

/** Whether a request comes from a browser that goes to an address, not from a program. */
export function isBrowser(request: Request): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  return (request.headers.get('accept') ?? '').includes('text/html');
}

/** The path as a relative file name, or null for one that would leave the folder. */
function safePath(pathname: string): string | null {
  const path = decoded(pathname);
  if (path === null || path.includes('\0') || path.split(/[/\\]/).includes('..')) return null;
  return path.replaceAll('/', sep);
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code))) return null;
    throw error;
  }
}

function fileAnswer(request: Request, path: string, file: Buffer): Response {
  const etag = `"${createHash('sha256').update(file).digest('base64url').slice(0, 22)}"`;
  const headers: Record<string, string> = {
    'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
    'Cache-Control': path.replaceAll(sep, '/').startsWith(HASHED_FOLDER) ? FOREVER : 'no-cache',
    ETag: etag,
    ...(extname(path) === '.html' ? { 'Content-Security-Policy': PAGE_POLICY, Vary: 'Accept' } : {}),
  };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(file), { headers });
}

const UNBUILT = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>Ytterby 伊特比</title></head>
<body><h1>Ytterby 伊特比</h1>
<p>网页尚未构建：在项目目录运行 <code>npm run build:web</code>，然后刷新本页。</p>
<p>The web app is not built: run <code>npm run build:web</code> in the project's folder, then load this page again.</p>
<p><a href="/openapi.json">openapi.json</a> · <a href="/api/status">api/status</a></p></body></html>
`;

function unbuiltPage(): Response {
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': PAGE_POLICY,
    Vary: 'Accept',
  };
  return new Response(UNBUILT, { headers });
}
