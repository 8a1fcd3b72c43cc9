/**
 * English words that say how a sentence is built and not what it is about, folded as `tokenize` folds. Good for vectors of content; a title index
 * keeps them: there is a film called *Them!*
 */
const BY_KIND = {
  articles: 'a an the',
  demonstratives: 'this that these those here there',
  pronouns:
    'i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself ' +
    'they them their theirs themselves one ones oneself someone something anyone anything everyone everything nobody nothing',
  questions: 'who whom whose which what when where why how',
  quantities: 'all any both each either every few less many more most much neither none several some such other others another',
  prepositions:
    'about above across after against along among around as at before behind below beneath beside besides between beyond by despite down during ' +
    'except for from in inside into near of off on onto out outside over past since through throughout to toward towards under until up upon ' +
    'via with within without',
  conjunctions: 'and but or nor so yet if because although though unless while whereas than then whether',
  auxiliaries:
    'am is are was were be been being do does did doing done have has had having can could may might must shall should will would ought cannot',
  contracted:
    'im youre hes shes its were theyre ive youve weve theyve id youd hed theyd youll theyll isnt arent wasnt werent ' +
    'dont doesnt didnt havent hasnt hadnt cant couldnt mustnt shouldnt wont wouldnt lets thats whos whats heres theres',
  adverbs: 'not no only own same too very just also again ever never once even still almost quite rather now',
};

/** The set. Contractions that are words of their own once the apostrophe is gone (hell, ill, shed, well …) are not in it. */
export const stopWords: ReadonlySet<string> = new Set(Object.values(BY_KIND).join(' ').split(' '));
