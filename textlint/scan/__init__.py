"""scan – all rules' triggers in one pass over a text: which places are worth reading for which rule.

In the order of the data's flow: `syntax` reads a rule's pattern as a tree, `superset` makes of it a simpler
one that matches wherever the first does, `utf8` writes that over bytes, `plan` puts those of all rules
together, and `scanner` looks for them.
"""
