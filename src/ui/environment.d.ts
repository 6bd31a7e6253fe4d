/** Lets the compiler accept style sheet imports, which the bundler resolves. */
/// <reference types="vite/client" />
