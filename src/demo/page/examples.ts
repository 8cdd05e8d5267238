/** Values of the form's fields, by their names. A field that is not named is emptied. */
export interface Example {
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
}

const COMMON = { pageId: '', displaySeconds: '60', timeToLive: '300' };

/** What a newcomer may want to see. */
export const EXAMPLES: readonly Example[] = [
  {
    name: 'Offer a chat',
    fields: {
      ...COMMON,
      channel: 'chat',
      language: 'en',
      ruleName: 'long-look-at-a-lamp',
      title: 'Can we help you choose?',
      message: 'Somebody who knows every lamp in the shop is free right now.',
      acceptLabel: 'Chat now',
      declineLabel: 'Not now',
      data: '{ "lookingAt": "dawn-lamp", "basketValue": 19 }',
    },
  },
  {
    name: 'Offer a call, in German',
    fields: {
      ...COMMON,
      channel: 'callback',
      language: 'de',
      ruleName: 'basket-left-alone',
      title: 'Dürfen wir Sie anrufen?',
      message: 'Wir melden uns in zwei Minuten und gehen Ihren Warenkorb mit Ihnen durch.',
      acceptLabel: 'Ja, bitte',
      declineLabel: 'Nein, danke',
    },
  },
  {
    name: 'Offer a chat, in Arabic',
    fields: {
      ...COMMON,
      channel: 'chat',
      language: 'ar',
      title: 'هل يمكننا مساعدتك؟',
      message: 'أحد المختصين لدينا متاح الآن للإجابة عن أسئلتك.',
      acceptLabel: 'ابدأ المحادثة',
      declineLabel: 'لا، شكرًا',
    },
  },
  {
    name: 'On the basket page only',
    fields: {
      ...COMMON,
      pageId: 'basket',
      channel: 'chat',
      language: 'en',
      title: 'Questions about delivery?',
      message: 'This one waits until the visitor opens the basket.',
    },
  },
  {
    name: 'Ten seconds to answer',
    fields: {
      ...COMMON,
      channel: 'chat',
      language: 'en',
      title: 'Quick question?',
      message: 'Leave it alone, and it ends as ignored.',
      displaySeconds: '10',
    },
  },
  {
    name: 'Hostile text',
    fields: {
      ...COMMON,
      channel: 'chat',
      language: 'en',
      title: '<script>alert(1)</script>',
      message: '<img src=x onerror="alert(1)"> stays what it is: text.',
    },
  },
];
