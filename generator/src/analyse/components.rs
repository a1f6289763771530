//! Strongly connected components of a graph: which nodes can reach each other.

/// For each node, the number of its component when the node is on a cycle (a node with an edge to itself included), else
/// `None`. `edges[node]` lists the targets. Tarjan's algorithm with a stack of its own, because chains of types may be as long as
/// the document.
pub(super) fn cycles(edges: &[Vec<usize>]) -> Vec<Option<usize>> {
    let count = edges.len();
    let mut search = Search {
        order: vec![None; count],
        lowest: vec![0; count],
        on_stack: vec![false; count],
        stack: Vec::new(),
        component: vec![None; count],
        next_order: 0,
        next_component: 0,
    };
    for node in 0..count {
        if search.order[node].is_none() {
            search.run(node, edges);
        }
    }
    search.component
}

struct Search {
    order: Vec<Option<usize>>,
    lowest: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    component: Vec<Option<usize>>,
    next_order: usize,
    next_component: usize,
}

impl Search {
    fn run(&mut self, start: usize, edges: &[Vec<usize>]) {
        // Nodes that are being visited, each with the position of its next edge.
        let mut open = vec![(start, 0)];
        self.enter(start);
        while let Some((node, edge)) = open.last_mut() {
            let node = *node;
            if let Some(target) = edges[node].get(*edge) {
                *edge += 1;
                match self.order[*target] {
                    None => {
                        self.enter(*target);
                        open.push((*target, 0));
                    }
                    Some(order) if self.on_stack[*target] => {
                        self.lowest[node] = self.lowest[node].min(order);
                    }
                    Some(_) => {}
                }
                continue;
            }
            open.pop();
            if let Some((parent, _)) = open.last() {
                self.lowest[*parent] = self.lowest[*parent].min(self.lowest[node]);
            }
            if self.order[node] == Some(self.lowest[node]) {
                self.leave(node, edges);
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = Some(self.next_order);
        self.lowest[node] = self.next_order;
        self.next_order += 1;
        self.on_stack[node] = true;
        self.stack.push(node);
    }

    /// Takes a complete component from the stack.
    fn leave(&mut self, root: usize, edges: &[Vec<usize>]) {
        let from = self.stack.iter().rposition(|node| *node == root).unwrap_or(0);
        let members = self.stack.split_off(from);
        let cyclic = members.len() > 1 || edges[root].contains(&root);
        for member in members {
            self.on_stack[member] = false;
            self.component[member] = cyclic.then_some(self.next_component);
        }
        self.next_component += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::cycles;

    #[test]
    fn only_nodes_on_a_cycle_have_a_component() {
        // 0 → 1 ⇄ 2 → 3, 4 → 4
        let found = cycles(&[vec![1], vec![2], vec![1, 3], vec![], vec![4]]);
        assert_eq!(found[0], None);
        assert!(found[1].is_some());
        assert_eq!(found[1], found[2]);
        assert_eq!(found[3], None);
        assert!(found[4].is_some());
        assert_ne!(found[4], found[1]);
    }

    #[test]
    fn long_chains_do_not_exhaust_the_stack() {
        let length = 200_000;
        let edges: Vec<Vec<usize>> = (0..length).map(|node| vec![(node + 1) % length]).collect();
        let found = cycles(&edges);
        assert!(found.iter().all(|component| *component == found[0] && component.is_some()));
    }
}
