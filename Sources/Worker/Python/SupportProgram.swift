/// What of the extension is best said in Python: the parts of one program that the extension runs when it is loaded.
let supportProgram =
    appFinder + moduleImports + moduleFiles + randomness + leftovers + warmUp + processLife + requestParts
