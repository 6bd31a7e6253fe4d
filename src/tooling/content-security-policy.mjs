/**
 * What the page may load, said once: the build writes it into index.html (so that any host of static files obeys it) and
 * our own server sends it as a header. Everything comes from the site itself; scenarios travel in links and files, so a
 * script that slipped into one must find no way to run or to call home.
 */
const directives = {
  'default-src': "'self'",
  'script-src': "'self'",
  // Positioned boxes (canvas, pop-overs, resizable panels) carry their coordinates in style attributes.
  'style-src': "'self' 'unsafe-inline'",
  // Exported pictures are drawn through data: and blob: addresses.
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'object-src': "'none'",
  'frame-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

const written = Object.entries(directives).map(([name, value]) => `${name} ${value}`);

/** For `<meta http-equiv="Content-Security-Policy">`. */
export const policyForMeta = written.join('; ');

/** For the HTTP header, which alone may say who frames the page: only the site itself. */
export const policyForHeader = [...written, "frame-ancestors 'self'"].join('; ');
