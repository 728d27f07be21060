/// Notices that an import seeds `random`: Python seeds it anew after each fork, so the sequence is not the one that the app
/// asked for. The module is not imported for that, since many apps never need it.
let randomness = """
    class Randomness:
        module = original = None
        seeded = False

        def watch(self):
            module = sys.modules.get('random')
            if module:
                self.wrap(module)
            else:
                sys.meta_path.insert(0, self)

        def find_spec(self, name, path=None, target=None):
            if name != 'random':
                return None
            self.leave_path()
            found = (finder.find_spec(name, path, target) for finder in sys.meta_path)
            spec = next((spec for spec in found if spec), None)
            run = getattr(spec and spec.loader, 'exec_module', None)
            if run:
                def run_and_wrap(module):
                    del spec.loader.exec_module
                    run(module)
                    self.wrap(module)
                spec.loader.exec_module = run_and_wrap
            return spec

        def leave_path(self):
            if self in sys.meta_path:
                sys.meta_path.remove(self)

        def wrap(self, module):
            # A module of the site's own with this name is none of ours.
            original = getattr(module, 'seed', None)
            if original is None or not hasattr(module, '_inst'):
                return
            def seed(*args, **kwargs):
                self.seeded = True
                return original(*args, **kwargs)
            self.module, self.original, self.wrapped = module, original, seed
            module.seed = seed

        def told(self):
            self.leave_path()
            if self.module and self.module.seed is self.wrapped:
                self.module.seed = self.original
            if not self.seeded:
                return []
            return ['random, seeded by the import, is seeded anew in each worker, so that they differ: '
                    'set lazy-apps, or use a random.Random of your own']

    randomness = Randomness()

    """
