/**
 * Settings of the page's build, of the development server and of the unit tests: one file, so that all three resolve `@/`
 * alike. The page's root is src (index.html lives there); the tests' root is the project, so that reports name src/....
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { policyForMeta } from './src/tooling/content-security-policy.mjs';
import { serviceWorkerOf } from './src/tooling/offline-plugin.mjs';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Writes the content security policy into the built page. Not while developing: fast refresh needs an inline script. */
const contentSecurityPolicy: Plugin = {
  name: 'faultline:content-security-policy',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policyForMeta },
        injectTo: 'head-prepend',
      },
    ],
  },
};

/** Writes the service worker when everything else has been written. */
const offline: Plugin = {
  name: 'faultline:offline',
  apply: 'build',
  writeBundle: {
    order: 'post',
    sequential: true,
    handler({ dir }) {
      if (dir !== undefined) writeFileSync(join(dir, 'sw.js'), serviceWorkerOf(dir));
    },
  },
};

/** Packages whose code is kept apart, so that an update of ours leaves theirs in the browser's cache. Highest priority first. */
const vendors: readonly (readonly [name: string, packages: RegExp])[] = [
  ['react', /node_modules[\\/](react|react-dom|react-is|scheduler|use-sync-external-store|clsx)[\\/]/],
  // Machines are drawn later than the first picture; the stores of the page are needed for it.
  ['xstate', /node_modules[\\/]xstate[\\/]/],
  ['stores', /node_modules[\\/]@xstate[\\/]/],
  [
    'canvas',
    /node_modules[\\/](@xyflow|zustand|classcat|d3-(color|dispatch|drag|ease|interpolate|selection|timer|transition|zoom))\b/,
  ],
  [
    'charts',
    /node_modules[\\/](recharts|@reduxjs|redux|react-redux|reselect|immer|es-toolkit|victory-vendor|decimal\.js-light)\b/,
  ],
  ['charts', /node_modules[\\/](eventemitter3|tiny-invariant|internmap|d3-(array|format|path|scale|shape|time))\b/],
];

const isUnitTest = process.env['VITEST'] !== undefined;
const isDeep = process.env['FAULTLINE_DEEP'] === '1';

export default defineConfig({
  root: at(isUnitTest ? '.' : './src'),
  base: './',
  publicDir: at('./public'),
  cacheDir: at('./node_modules/.cache/vite'),
  resolve: { alias: { '@': at('./src') } },
  plugins: [react(), contentSecurityPolicy, offline],
  worker: { format: 'es' },
  // The root is src, yet packages are served from beside it.
  server: { host: '127.0.0.1', fs: { allow: [at('.')] } },
  build: {
    outDir: at('./dist'),
    emptyOutDir: true,
    target: 'es2022',
    // The policy lets no font come from a data: address.
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      output: {
        // Both settings around here are what Rolldown asks for beside the next one.
        strictExecutionOrder: true,
        codeSplitting: {
          // A group takes exactly what it names: with what those packages import, "charts" might swallow shared code and be
          // loaded at once.
          includeDependenciesRecursively: false,
          groups: vendors.map(([name, test], index) => ({ name, test, priority: vendors.length - index })),
        },
      },
    },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    pool: 'forks',
    // Suites of one process share their modules: nothing here keeps state in them, and fetching them anew took a third of the time.
    isolate: isDeep,
    maxWorkers: 2,
    testTimeout: isDeep ? 1_800_000 : 30_000,
    hookTimeout: isDeep ? 120_000 : 60_000,
  },
});
