import { rememberLast } from '../../federation/remember-last';

it('answers as the function does, and asks it once for a text that comes again at once', () => {
  const asked: string[] = [];
  const length = rememberLast((text) => {
    asked.push(text);
    return text === '' ? undefined : text.length;
  });
  expect(['a', 'a', 'bc', 'a', '', ''].map(length)).toEqual([1, 1, 2, 1, undefined, undefined]);
  expect(asked).toEqual(['a', 'bc', 'a', '']);
});
