/** The same measurement in a module worker of a browser: takes a task as a message, answers with the result. */
import { measure, type ModelTask } from './models';

addEventListener('message', ({ data }: MessageEvent<ModelTask>) => {
  postMessage(measure(data, () => performance.now()));
});
