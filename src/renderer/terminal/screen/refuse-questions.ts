import type { Terminal } from '@xterm/xterm';

/**
 * Output may ask a terminal things, and the answer comes to the shell as if it had been typed. Asking where the cursor is and what kind of
 * terminal this is stays possible, since editors and pagers need it; colours, settings, the window and its title are nobody's business.
 */
export function refuseQuestions({ parser }: Terminal): void {
  const isAnswered = () => true;
  const isQuestion = (data: string) => data.split(';').includes('?');
  for (const colours of [4, 10, 11, 12]) parser.registerOscHandler(colours, isQuestion);
  parser.registerOscHandler(52, isAnswered);
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, isAnswered);
  parser.registerDcsHandler({ intermediates: '+', final: 'q' }, isAnswered);
  parser.registerCsiHandler({ final: 't' }, isAnswered);
  parser.registerCsiHandler({ prefix: '>', final: 'q' }, isAnswered);
}
