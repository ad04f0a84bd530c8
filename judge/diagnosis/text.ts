// What is said to people, in both of their languages.
export interface Text {
  readonly en: string;
  readonly zh: string;
}
