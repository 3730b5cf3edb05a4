/** The operator key of every hub that a test or a bench starts. It opens nothing else: `npm start` makes its own. */
export const operatorKey = `ahk_testoperator_${'only-for-tests'.padEnd(43, '-')}`;

export const asOperator = { authorization: `Bearer ${operatorKey}` } as const;
