EmperorControl.runAndExit()
