/** What `help` prints. */

/** The whole text. */
export const HELP = `Faultline: runs scenarios without a browser, with the same results as on the page.

  npm run -s simulate -- FILE [options]       one run; FILE may be - for standard input
      --seed N              instead of the file's seed (0 to 4294967295)
      --until 90s           simulated time instead of the file's (ms, s or m)
      --patch FILE          merge patch (RFC 7396) on the file; may be repeated, applied in order
      --set PATH=VALUE      one value, after the patches: nodes.checkout.settings.workers=50; may be repeated
      --json                one JSON object on standard output and nothing else
      --series OUT.csv      all samples: atMs, then node.column and wire.column
      --trace OUT.json      traces of the requests as OpenTelemetry writes them (OTLP JSON)
      --sample 0.01         share of the requests that are traced; all when left out
      --marks OUT.json      what passed over the wires, call by call, and the changes of mode
  npm run -s compare -- A B [options]         two variants on one seed; each is FILE or FILE+PATCH[+PATCH]
      --seed N, --until 90s, --json           as above
      --patch-b FILE        merge patch on B; without B, on A
  npm run -s sweep -- FILE --vary PATH=VALUES --metric PATH [options]    settings vary, on all cores
      --vary PATH=1,2,5     values of a setting; PATH=10..100:10 is a range with its step; may be repeated
      --metric PATH         figure of the report, such as totals.latencyMs.p99, or objectives.met; may be repeated
      --seeds 1..20         seeds for every combination; 1..10 when left out
      --patch, --set, --until, --json         as above
      --csv OUT.csv         means, bands and ranges for a spreadsheet
      --jobs N              threads; one per core when left out, the results are the same
      --shard 2/5           every fifth run only, printed as JSON; sweep --merge A.json B.json ... adds shards up
  npm run -s check -- [FILE...] [options]     reads and runs files (without names all of scenarios/*/)
      --seeds 1..20         seeds to run each for: 5, 1..20 or 1,2,7
  node src/tooling/cli.mjs schema [--write]   the JSON Schema of scenario files
  node src/tooling/cli.mjs format FILE...     rewrites files in the canonical way

Problems go to standard error as  file: path: sentence.
Exit codes: 0 well (simulate: all objectives met), 1 an objective missed or a check failed,
2 the file or an option is wrong, 3 stopped by a limit.
`;
