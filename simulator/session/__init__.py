"""One call, live or from files: the only room that knows all the others.

ears    frames → utterances
mind    utterance → what was heard, how it was spoken, what it did, and how well
voice   a line of the customer → sound, rendered ahead where it can be
call    the loop between them
keeper  everything that happens → recording, journal, session.json
desk    puts them together from settings
"""
