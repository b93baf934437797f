/**
 * A function of a text that remembers its last answer. The function must be pure; many roles in a row ask it the same,
 * and what strangers wrote into their trust policies does not fill the memory.
 */
export const rememberLast = <Answer>(ask: (text: string) => Answer): ((text: string) => Answer) => {
  let last: { readonly text: string; readonly answer: Answer } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, answer: ask(text) };
    return last.answer;
  };
};
