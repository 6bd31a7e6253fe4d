/** One measurement in a fresh process: reads the task from the command line, prints the result as one line of JSON. */
import { measure, type ModelTask } from './models';

const task = JSON.parse(process.argv[2] ?? '{}') as ModelTask;
console.log(JSON.stringify(measure(task, () => performance.now())));
